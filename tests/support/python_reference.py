"""Trains perceptrons and MLPs the way a student's notebook does, with the right backward rules: an oracle for the engine.

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

    def square(self):
        out = Value(self.data * self.data, (self,))

        def push():
            self.grad += (2.0 * self.data) * out.grad

        out.push = push
        return out

    def order(self):
        visited = set()
        order = []

        def visit(node):
            if node not in visited:
                visited.add(node)
                for child in node.children:
                    visit(child)
                order.append(node)

        visit(self)
        return order

    def backward(self):
        self.grad = 1.0
        for node in reversed(self.order()):
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
        loss = err.square()
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


def changed(run, step, parameters, lr, zeroing):
    """Makes the changes that hold from this step on; the learning rate and whether gradients are zeroed, after them."""
    for intervention in run["interventions"]:
        if intervention["step"] == step:
            change = intervention["change"]
            if change["kind"] == "learning-rate":
                lr = float(change["value"])
            elif change["kind"] == "zero-gradients":
                zeroing = change["on"]
            else:
                parameters[change["name"]].data = float(change["value"])
    return lr, zeroing


def zero(loss, parameters, graph):
    """Before a step: of the parameters, or of every node where the graph is built once and the loop zeroes them all."""
    for node in loss.order() if graph == "once-zeroed" else parameters:
        node.grad = 0.0


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
        lr, zeroing = changed(run, step, {"w": w, "b": b}, lr, zeroing)

        if step == 1 or recipe["graph"] == "rebuilt":
            loss = mean_loss(next(draws), activation, w, b)
        if zeroing:
            zero(loss, [w, b], recipe["graph"])
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


def uniform(a, b):
    return a + (b - a) * random.random()


def noise():
    return sum_left([random.random() for _ in range(12)]) - 6


def sum_left(values):
    total = 0.0
    for value in values:
        total += value
    return total


FIXED = {
    "karpathy": [[2.0, 3.0, -1.0, 1.0], [3.0, -1.0, 0.5, -1.0], [0.5, 1.0, 1.0, -1.0], [1.0, 1.0, -1.0, 1.0]],
    **{name: [[x, 2.0 * x] for x in xs] for name, xs in DATA.items()},
}


def examples_of(dataset):
    """Inputs and target of each example, those to train with and those to test with."""
    if isinstance(dataset, str):
        return FIXED[dataset], []
    if dataset["kind"] == "points":
        rows = [[float(v) for v in x] + [float(y)] for x, y in zip(dataset["x"], dataset["y"])]
    elif dataset["kind"] == "line":
        xs = [uniform(-1.0, 1.0) for _ in range(dataset["count"])]
        rows = [[x, 2.0 * x + dataset["noise"] * noise()] for x in xs]
    else:  # xor
        corners = [[uniform(-1.0, 1.0), uniform(-1.0, 1.0)] for _ in range(dataset["count"])]
        rows = [
            [x1 + dataset["noise"] * noise(), x2 + dataset["noise"] * noise(), 1.0 if x1 * x2 < 0 else -1.0]
            for x1, x2 in corners
        ]
    if dataset["test"] == 0:
        return rows, []
    order = list(range(len(rows)))
    random.shuffle(order)
    count = len(rows) - dataset["test"]
    return [rows[i] for i in sorted(order[:count])], [rows[i] for i in sorted(order[count:])]


def network(widths):
    """Parameters by name, in declared order, and how a prediction is made of them."""
    parameters = {}
    layers = []
    for layer, (inputs, width) in enumerate(zip(widths, widths[1:]), 1):
        neurons = []
        for j in range(1, width + 1):
            weights = [Value(uniform(-1.0, 1.0)) for _ in range(inputs)]
            bias = Value(0.0)
            for i, weight in enumerate(weights, 1):
                parameters[f"w{layer}_{j}_{i}"] = weight
            parameters[f"b{layer}_{j}"] = bias
            neurons.append((weights, bias))
        layers.append(neurons)

    def predict(x):
        values = x
        for layer, neurons in enumerate(layers, 1):
            sums = []
            for weights, bias in neurons:
                z = bias
                for weight, value in zip(weights, values):
                    z = z + weight * value
                sums.append(z)
            values = sums if layer == len(layers) else [z.relu() for z in sums]
        return values[0]

    return parameters, predict


def mlp_batches(recipe, count):
    """The indices of each step's examples, for ever."""
    size = count if recipe["batch"] == "full" else recipe["batch"]
    drawn = recipe["sampling"] == "random"
    while True:
        if size == 1 and drawn:
            yield [random.randint(0, count - 1)]
            continue
        indices = list(range(count))
        if drawn and size < count:
            random.shuffle(indices)
        for start in range(0, count, size):
            yield indices[start : start + size]


def train_mlp(run):
    recipe = run["recipe"]
    random.seed(recipe["seed"])
    examples, _ = examples_of(recipe["dataset"])
    parameters, predict = network([len(examples[0]) - 1, *recipe["hidden"], 1])
    draws = mlp_batches(recipe, len(examples))
    size = len(examples) if recipe["batch"] == "full" else recipe["batch"]
    updates_per_epoch = math.ceil(len(examples) / size)
    optimizers = [Optimizer(recipe["optimizer"]) for _ in parameters]
    lr = float(recipe["learningRate"])
    zeroing = True
    state = {"steps": 0, "stop": "steps", "loss": None, "divergedAt": None}
    result = lambda values: {**state, "parameters": values}
    committed = [p.data for p in parameters.values()]
    epoch = []

    for step in range(1, recipe["stop"]["steps"] + 1):
        lr, zeroing = changed(run, step, parameters, lr, zeroing)
        if step == 1 or recipe["graph"] == "rebuilt":
            batch = next(draws)
            total = None
            for i in batch:
                *inputs, target = examples[i]
                err = predict([Value(x) for x in inputs]) - Value(target)
                loss = err.square()
                total = loss if total is None else total + loss
            if recipe["loss"] == "mean" and len(batch) > 1:
                total = total / Value(float(len(batch)))
        if zeroing:
            zero(total, parameters.values(), recipe["graph"])
        total.backward()
        moved = [o.move(p.data, p.grad, lr) for o, p in zip(optimizers, parameters.values())]
        numbers = [total.data, *moved, *(p.grad for p in parameters.values())]
        if not all(math.isfinite(number) for number in numbers):
            state.update(stop="diverged", divergedAt=step)
            return result(committed)
        for p, value in zip(parameters.values(), moved):
            p.data = value
        committed = moved
        state.update(steps=step, loss=total.data)
        epoch.append(total.data)
        if len(epoch) == updates_per_epoch:
            if sum_left(epoch) / updates_per_epoch < recipe["stop"]["lossBelow"]:
                state.update(stop="loss")
                return result(committed)
            epoch = []
    return result(committed)


def trained(run):
    return train_mlp(run) if run["recipe"]["model"] == "mlp" else train(run)


print(json.dumps([trained(run) for run in json.load(sys.stdin)]))
