// The perceptron's training loop as one writes it in C, in the lab's order of operations. A: one example, identity. B: ReLU on the
// pair (1, 2), (3, 6). Arguments: workload, slices, steps a slice. Prints each slice's steps a second, then w and b as bits.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

static double w, b;
static const double rate = 0.01;

static void one(long steps, double x, double y) {
  double w0 = w, b0 = b;
  for (long k = 0; k < steps; k++) {
    double err = x * w0 + b0 - y;
    double g = 2 * err;
    w0 -= rate * (x * g);
    b0 -= rate * g;
  }
  w = w0;
  b = b0;
}

static void pair(long steps, const double *x, const double *y) {
  double w0 = w, b0 = b;
  for (long k = 0, i = 0; k < steps; k++, i ^= 1) {
    double z = x[i] * w0 + b0;
    double h = z > 0 ? z : 0;
    double err = h - y[i];
    double g = 2 * err;
    double gz = z > 0 ? g : 0;
    w0 -= rate * (x[i] * gz);
    b0 -= rate * gz;
  }
  w = w0;
  b = b0;
}

static void bits(double value) {
  uint64_t word;
  memcpy(&word, &value, 8);
  printf("%016llx\n", (unsigned long long)word);
}

int main(int argc, char **argv) {
  if (argc < 4) return 1;
  int is_a = argv[1][0] == 'A';
  // The first slice warms up.
  int slices = atoi(argv[2]) + 1;
  long steps = atol(argv[3]);
  volatile double first = 1;
  double x[2] = {first, 3 * first}, y[2] = {2 * first, 6 * first};
  w = is_a ? 0 : 0.5;
  b = 0;
  for (int s = 0; s < slices; s++) {
    double begun = seconds();
    if (is_a) one(steps, x[0], y[0]);
    else pair(steps, x, y);
    printf("%.17g\n", steps / (seconds() - begun));
  }
  bits(w);
  bits(b);
  return 0;
}
