"""Trains perceptrons the way a student's notebook does, with the right backward rules: an oracle for the engine.

Reads a JSON list of {"recipe", "interventions"} from stdin and prints a JSON list of results. Plain Python 3, no packages.
Python's floats and json's text keep every bit.
"""

import json
import math
import random
import sys

DATA = {"one": [1.0], "pair": [1.0, 3.0], "integers": [1.0, 2.0, 3.0]}


class Value:
    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0.0
        self.children = children
        self.push = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def push():
            self.grad += out.grad
            other.grad += out.grad

        out.push = push
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def push():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.push = push
        return out

    def __neg__(self):
        return self * Value(-1.0)

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        out = Value(self.data / other.data, (self, other))

        def push():
            self.grad += (1.0 / other.data) * out.grad
            other.grad += (-self.data / (other.data * other.data)) * out.grad

        out.push = push
        return out

    def abs(self):
        out = self.abs_without_rule()

        def push():
            sign = 1.0 if self.data > 0 else -1.0 if self.data < 0 else 0.0
            self.grad += sign * out.grad

        out.push = push
        return out

    def abs_without_rule(self):
        return Value(abs(self.data), (self,))

    def relu(self):
        out = Value(self.data if self.data > 0 else 0.0, (self,))

        def push():
            self.grad += (1.0 if self.data > 0 else 0.0) * out.grad

        out.push = push
        return out

    def backward(self):
        visited = set()
        order = []

        def visit(node):
            if node not in visited:
                visited.add(node)
                for child in node.children:
                    visit(child)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node.push()


ACTIVATIONS = {
    "identity": lambda z: z,
    "relu": lambda z: z.relu(),
    "relu-abs": lambda z: (z + z.abs()) / Value(2.0),
    "relu-notebook": lambda z: (z + z.abs_without_rule()) / Value(2.0),
}


def samples(recipe):
    """The x of each step, for ever."""
    xs = DATA[recipe["dataset"]]
    random.seed(recipe["seed"])
    while True:
        if recipe["sampling"] == "in-order":
            yield from xs
        elif recipe["dataset"] == "integers":
            yield float(random.randint(1, 3))
        else:
            yield xs[random.randint(0, len(xs) - 1)]


def train(run):
    recipe = run["recipe"]
    activation = ACTIVATIONS[recipe["activation"]]
    examples = len(DATA[recipe["dataset"]])
    draws = samples(recipe)
    w = Value(float(recipe["initial"]["w"]))
    b = Value(float(recipe["initial"]["b"]))
    lr = float(recipe["learningRate"])
    zeroing = True
    committed = {"steps": 0, "stop": "steps", "w": w.data, "b": b.data, "loss": None, "divergedAt": None}
    epoch = []

    for step in range(1, recipe["stop"]["steps"] + 1):
        for intervention in run["interventions"]:
            if intervention["step"] == step:
                change = intervention["change"]
                if change["kind"] == "learning-rate":
                    lr = float(change["value"])
                elif change["kind"] == "zero-gradients":
                    zeroing = change["on"]
                else:
                    {"w": w, "b": b}[change["name"]].data = float(change["value"])

        xs = next(draws)
        x = Value(xs)
        y = Value(2.0 * xs)
        err = activation(x * w + b) - y
        loss = err * err
        if zeroing:
            w.grad = 0.0
            b.grad = 0.0
        loss.backward()
        new_w = w.data - lr * w.grad
        new_b = b.data - lr * b.grad

        if not all(math.isfinite(number) for number in (loss.data, w.grad, b.grad, new_w, new_b)):
            return {**committed, "stop": "diverged", "divergedAt": step}
        w.data, b.data = new_w, new_b
        committed.update(steps=step, w=new_w, b=new_b, loss=loss.data)
        epoch.append(loss.data)
        if len(epoch) == examples:
            total = 0.0
            for one in epoch:
                total += one
            if total / examples < recipe["stop"]["lossBelow"]:
                return {**committed, "stop": "loss"}
            epoch = []
    return committed


print(json.dumps([train(run) for run in json.load(sys.stdin)]))
