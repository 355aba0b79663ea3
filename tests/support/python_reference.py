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


def batches(recipe):
    """The x of each step's examples, for ever."""
    xs = DATA[recipe["dataset"]]
    size = len(xs) if recipe["batch"] == "full" else recipe["batch"]
    random.seed(recipe["seed"])
    while True:
        if size == 1 and recipe["sampling"] == "random":
            drawn = random.randint(1, 3) if recipe["dataset"] == "integers" else None
            yield [float(drawn)] if drawn else [xs[random.randint(0, len(xs) - 1)]]
            continue
        indices = list(range(len(xs)))
        if recipe["sampling"] == "random" and size < len(xs):
            random.shuffle(indices)
        for start in range(0, len(xs), size):
            yield [xs[i] for i in indices[start : start + size]]


def mean_loss(xs, activation, w, b):
    """The graph of the mean of the examples' losses; of one example its loss alone."""
    total = None
    for one in xs:
        x = Value(one)
        err = activation(x * w + b) - Value(2.0 * one)
        loss = err * err
        total = loss if total is None else total + loss
    return total if len(xs) == 1 else total / Value(float(len(xs)))


class Optimizer:
    """torch.optim's SGD, SGD with momentum 0.9, and Adam, for one parameter."""

    def __init__(self, name):
        self.name = name
        self.first = None
        self.second = 0.0
        self.power1 = self.power2 = 1.0

    def move(self, value, g, lr):
        if self.name == "sgd":
            return value - lr * g
        if self.name == "momentum":
            self.first = g if self.first is None else 0.9 * self.first + g
            return value - lr * self.first
        self.first = 0.9 * (self.first or 0.0) + (1 - 0.9) * g
        self.second = 0.999 * self.second + (1 - 0.999) * (g * g)
        self.power1 *= 0.9
        self.power2 *= 0.999
        root = math.sqrt(self.second) / math.sqrt(1 - self.power2) + 1e-8
        return value - lr / (1 - self.power1) * (self.first / root)


def train(run):
    recipe = run["recipe"]
    activation = ACTIVATIONS[recipe["activation"]]
    examples = len(DATA[recipe["dataset"]])
    size = examples if recipe["batch"] == "full" else recipe["batch"]
    updates_per_epoch = math.ceil(examples / size)
    draws = batches(recipe)
    w = Value(float(recipe["initial"]["w"]))
    b = Value(float(recipe["initial"]["b"]))
    of_w, of_b = Optimizer(recipe["optimizer"]), Optimizer(recipe["optimizer"])
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

        loss = mean_loss(next(draws), activation, w, b)
        if zeroing:
            w.grad = 0.0
            b.grad = 0.0
        loss.backward()
        if not all(math.isfinite(number) for number in (loss.data, w.grad, b.grad)):
            return {**committed, "stop": "diverged", "divergedAt": step}
        new_w = of_w.move(w.data, w.grad, lr)
        new_b = of_b.move(b.data, b.grad, lr)
        if not (math.isfinite(new_w) and math.isfinite(new_b)):
            return {**committed, "stop": "diverged", "divergedAt": step}
        w.data, b.data = new_w, new_b
        committed.update(steps=step, w=new_w, b=new_b, loss=loss.data)
        epoch.append(loss.data)
        if len(epoch) == updates_per_epoch:
            total = 0.0
            for one in epoch:
                total += one
            if total / updates_per_epoch < recipe["stop"]["lossBelow"]:
                return {**committed, "stop": "loss"}
            epoch = []
    return committed


print(json.dumps([train(run) for run in json.load(sys.stdin)]))
