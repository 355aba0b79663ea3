// The training loop of a network 2-WIDTH-WIDTH-1 with a linear output, full batch, SGD, as one writes it in C, in the lab's order of
// operations: examples from the last to the first, units of the layer above from the last to the first.
// WIDTH and ACTIVATION (0 ReLU, 1 the lab's tanh, 2 libm's) are given when it is compiled. Arguments: file with the examples and the
// initial parameters, slices, epochs a slice. Prints each slice's epochs a second, then the parameters as bits.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EXAMPLES 100
#define INPUTS 2
#define PARAMETERS (WIDTH * (INPUTS + 1) + WIDTH * (WIDTH + 1) + WIDTH + 1)

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

/** 2^k, −1022 ≤ k ≤ 1023. */
static inline double power_of_two(double k) {
  uint64_t word = (uint64_t)((int64_t)k + 1023) << 52;
  double power;
  memcpy(&power, &word, 8);
  return power;
}

/** e^x − 1 for |x| ≤ 44. */
static inline double lab_expm1(double x) {
  double k = floor(x * 1.4426950408889634 + 0.5);
  double high = x - k * 0.6931471803691238, low = k * 1.9082149292705877e-10;
  double r = high - low;
  double rest = high - r - low;
  double t = 1.0 / 87178291200;
  t = t * r + 1.0 / 6227020800;
  t = t * r + 1.0 / 479001600;
  t = t * r + 1.0 / 39916800;
  t = t * r + 1.0 / 3628800;
  t = t * r + 1.0 / 362880;
  t = t * r + 1.0 / 40320;
  t = t * r + 1.0 / 5040;
  t = t * r + 1.0 / 720;
  t = t * r + 1.0 / 120;
  t = t * r + 1.0 / 24;
  t = t * r + 1.0 / 6;
  t = t * r + 0.5;
  double small = r + (t * r * r + (rest + rest * r));
  if (k == 0) return small;
  double power = power_of_two(k);
  return power * small + (power - 1);
}

static inline double lab_tanh(double x) {
  double size = fabs(x);
  if (size != size || size < 1e-8) return x;
  double result = 1;
  if (size < 22) {
    if (size < 0.5) {
      double t = lab_expm1(-2 * size);
      result = -t / (t + 2);
    } else {
      double t = lab_expm1(2 * size);
      result = 1 - 2 / (t + 2);
    }
  }
  return x < 0 ? -result : result;
}

static inline double activate(double z) {
#if ACTIVATION == 0
  return z > 0 ? z : 0;
#elif ACTIVATION == 1
  return lab_tanh(z);
#else
  return tanh(z);
#endif
}

static inline double through(double h, double g) {
#if ACTIVATION == 0
  return h > 0 ? g : 0;
#else
  return (1 - h * h) * g;
#endif
}

/** Each neuron's weights, then its bias. */
typedef struct {
  double first[WIDTH][INPUTS + 1], second[WIDTH][WIDTH + 1], output[WIDTH + 1];
} Network;

static Network p, g;
static double x[EXAMPLES][INPUTS], y[EXAMPLES];
static const double rate = 0.001;

static void epoch(void) {
  double share = 1.0 / EXAMPLES;
  memset(&g, 0, sizeof g);
  for (int e = EXAMPLES - 1; e >= 0; e--) {
    double h1[WIDTH], h2[WIDTH], g1[WIDTH] = {0}, g2[WIDTH];
    for (int j = 0; j < WIDTH; j++) {
      double z = p.first[j][INPUTS];
      for (int i = 0; i < INPUTS; i++) z += p.first[j][i] * x[e][i];
      h1[j] = activate(z);
    }
    for (int j = 0; j < WIDTH; j++) {
      double z = p.second[j][WIDTH];
      for (int i = 0; i < WIDTH; i++) z += p.second[j][i] * h1[i];
      h2[j] = activate(z);
    }
    double out = p.output[WIDTH];
    for (int i = 0; i < WIDTH; i++) out += p.output[i] * h2[i];
    double err = out - y[e];
    double d = 2 * err * share;
    for (int i = 0; i < WIDTH; i++) {
      g.output[i] += h2[i] * d;
      g2[i] = through(h2[i], p.output[i] * d);
    }
    g.output[WIDTH] += d;
    for (int j = WIDTH - 1; j >= 0; j--) {
      for (int i = 0; i < WIDTH; i++) {
        g.second[j][i] += h1[i] * g2[j];
        g1[i] += p.second[j][i] * g2[j];
      }
      g.second[j][WIDTH] += g2[j];
    }
    for (int j = 0; j < WIDTH; j++) {
      double gz = through(h1[j], g1[j]);
      for (int i = 0; i < INPUTS; i++) g.first[j][i] += x[e][i] * gz;
      g.first[j][INPUTS] += gz;
    }
  }
  double *value = (double *)&p;
  const double *gradient = (const double *)&g;
  for (int i = 0; i < PARAMETERS; i++) value[i] -= rate * gradient[i];
}

int main(int argc, char **argv) {
  if (argc < 4) return 1;
  FILE *file = fopen(argv[1], "rb");
  if (!file || fread(x, 8, EXAMPLES * INPUTS, file) != EXAMPLES * INPUTS ||
      fread(y, 8, EXAMPLES, file) != EXAMPLES || fread(&p, 8, PARAMETERS, file) != PARAMETERS)
    return 2;
  // The first slice warms up.
  int slices = atoi(argv[2]) + 1;
  long epochs = atol(argv[3]);
  for (int s = 0; s < slices; s++) {
    double begun = seconds();
    for (long k = 0; k < epochs; k++) epoch();
    printf("%.17g\n", epochs / (seconds() - begun));
  }
  const double *value = (const double *)&p;
  for (int i = 0; i < PARAMETERS; i++) {
    uint64_t word;
    memcpy(&word, &value[i], 8);
    printf("%016llx\n", (unsigned long long)word);
  }
  return 0;
}
