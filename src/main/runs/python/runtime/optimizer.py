class Optimizer:
    """Moves one parameter: SGD, SGD with momentum 0.9, or Adam, as torch.optim has them."""

    def __init__(self, name):
        self.name = name
        self.first = None
        self.second = 0.0
        self.power1 = self.power2 = 1.0

    def moved(self, value, g, lr):
        if self.name == "sgd":
            return value - lr * g
        if self.name == "momentum":
            self.first = g if self.first is None else 0.9 * self.first + g
            return value - lr * self.first
        self.first = 0.9 * (self.first or 0.0) + (1.0 - 0.9) * g
        self.second = 0.999 * self.second + (1.0 - 0.999) * (g * g)
        self.power1 *= 0.9
        self.power2 *= 0.999
        size = root(self.second) / root(1.0 - self.power2) + 1e-8
        return value - lr / (1.0 - self.power1) * (self.first / size)
