class Value:
    """A scalar in a computation graph: its data, its gradient, the nodes it was computed from, and its backward rule."""

    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0.0
        self._children = children
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __sub__(self, other):
        out = Value(self.data - other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += -1.0 * out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __truediv__(self, other):
        out = Value(divided(self.data, other.data), (self, other))

        def _backward():
            self.grad += divided(1.0, other.data) * out.grad
            other.grad += divided(-self.data, other.data * other.data) * out.grad

        out._backward = _backward
        return out

    def __neg__(self):
        return self._of(-self.data, lambda out: -1.0)

    def __pow__(self, other):
        out = Value(power(self.data, other.data), (self, other))

        def _backward():
            self.grad += power_slope(self.data, other.data) * out.grad
            other.grad += (out.data * log(self.data) if self.data > 0.0 else math.nan) * out.grad

        out._backward = _backward
        return out

    def square(self):
        return self._of(self.data * self.data, lambda out: 2.0 * self.data)

    def abs(self):
        return self._of(abs(self.data), lambda out: 1.0 if self.data > 0.0 else -1.0 if self.data < 0.0 else 0.0)

    def abs_without_backward(self):
        """abs as the seminar's notebook wrote it: its backward rule is missing, so nothing flows through it."""
        return Value(abs(self.data), (self,))

    def relu(self):
        rectified = self.data if self.data > 0.0 or self.data != self.data else 0.0
        return self._of(rectified, lambda out: 1.0 if self.data > 0.0 else 0.0)

    def tanh(self):
        return self._of(tanh(self.data), lambda out: 1.0 - out.data * out.data)

    def sigmoid(self):
        return self._of(sigmoid(self.data), lambda out: out.data * (1.0 - out.data))

    def exp(self):
        return self._of(exp(self.data), lambda out: out.data)

    def log(self):
        return self._of(log(self.data), lambda out: divided(1.0, self.data))

    def sqrt(self):
        return self._of(root(self.data), lambda out: divided(1.0, 2.0 * out.data))

    def _of(self, data, slope):
        """A node with one child; slope gives its local derivative."""
        out = Value(data, (self,))

        def _backward():
            self.grad += slope(out) * out.grad

        out._backward = _backward
        return out

    def graph_map(self):
        """Every node after its children, depth first; without recursion, which Python allows a thousand deep."""
        ordered = []
        visited = {self}
        stack = [(self, iter(self._children))]
        while stack:
            node, children = stack[-1]
            for child in children:
                if child not in visited:
                    visited.add(child)
                    stack.append((child, iter(child._children)))
                    break
            else:
                ordered.append(node)
                stack.pop()
        return ordered

    def backward(self):
        self.grad = 1.0
        for node in reversed(self.graph_map()):
            node._backward()
