# Python raises where IEEE 754 has a result; these have it.
def divided(a, b):
    if b != 0.0:
        return a / b
    if a == 0.0 or a != a or b != b:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def root(x):
    return math.sqrt(x) if x >= 0.0 else math.nan


def scaled(x, k):
    try:
        return math.ldexp(x, k)
    except OverflowError:
        return math.copysign(math.inf, x)


# exp, log, tanh and sigmoid by + - * / alone: math's differ in the last bit from machine to machine.
LN2_HIGH = 0.6931471803691238
LN2_LOW = 1.9082149292705877e-10


def exponent_of(x):
    return math.floor(x * 1.4426950408889634 + 0.5)


def expm1_reduced(x, k):
    high = x - k * LN2_HIGH
    low = k * LN2_LOW
    r = high - low
    rest = high - r - low
    tail = 1.0 / 87178291200.0
    for factorial in (6227020800.0, 479001600.0, 39916800.0, 3628800.0, 362880.0, 40320.0, 5040.0, 720.0, 120.0, 24.0, 6.0):
        tail = tail * r + 1.0 / factorial
    tail = tail * r + 0.5
    return r + (tail * r * r + (rest + rest * r))


def exp(x):
    if x != x:
        return x
    if x > 709.782712893384:
        return math.inf
    if x < -745.1332191019412:
        return 0.0
    k = exponent_of(x)
    return scaled(1.0 + expm1_reduced(x, k), k)


def log(x):
    if x != x or x < 0.0:
        return math.nan
    if x == 0.0:
        return -math.inf
    if x == math.inf:
        return x
    m, k = math.frexp(x)
    m, k = 2.0 * m, k - 1
    if m > 1.4142135623730951:
        m, k = 0.5 * m, k + 1
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    series = 2.0 / 23.0
    for odd in (21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0):
        series = series * z + 2.0 / odd
    series = series * z
    half = 0.5 * f * f
    return k * LN2_HIGH - (half - (s * (half + series) + k * LN2_LOW) - f)


def expm1(x):
    k = exponent_of(x)
    small = expm1_reduced(x, k)
    if k == 0:
        return small
    two_to_k = scaled(1.0, k)
    return two_to_k * small + (two_to_k - 1.0)


def tanh(x):
    size = abs(x)
    if size != size or size < 1e-8:
        return x
    result = 1.0
    if size < 0.5:
        t = expm1(-2.0 * size)
        result = -t / (t + 2.0)
    elif size < 22.0:
        t = expm1(2.0 * size)
        result = 1.0 - 2.0 / (t + 2.0)
    return -result if x < 0.0 else result


def sigmoid(x):
    if x < 0.0:
        e = exp(x)
        return e / (1.0 + e)
    return 1.0 / (1.0 + exp(-x))


def power(a, n):
    if multiplies(n):
        return whole_power(a, n)
    if n == 0.5:
        return root(a)
    return exp(n * log(a)) if a > 0.0 else math.nan


def multiplies(n):
    return math.isfinite(n) and n == math.floor(n) and abs(n) <= 64.0


def whole_power(a, n):
    product = 1.0
    for _ in range(int(abs(n))):
        product *= a
    return divided(1.0, product) if n < 0.0 else product


def power_slope(a, n):
    if n == 0.0:
        return 0.0
    return n * (whole_power(a, n - 1.0) if multiplies(n) else power(a, n - 1.0))
