def batches(count, size, at_random):
    """The examples of each step, for ever: one at a time, slices of a shuffled epoch, or all."""
    while True:
        if size == 1 and at_random:
            yield [random.randrange(count)]
            continue
        order = list(range(count))
        if at_random and size < count:
            random.shuffle(order)
        for start in range(0, count, size):
            yield order[start : start + size]
