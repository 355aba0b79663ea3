import type { Optimizer } from '../../../contract/recipe';
import { enclosed, latexNumber, type StepLatex } from '../../../contract/step-latex';
import type { Update } from '../step/figures';
import { equation } from './calculations';

/** How each parameter moves, in a sentence. @param step k, from 1, which Adam's corrections depend on */
export function ruleWords(optimizer: Optimizer, step: number, first: Update | undefined): string {
  switch (optimizer) {
    case 'sgd':
      return String.raw`Each parameter moves against its gradient, $\eta$ times as far.`;
    case 'momentum':
      return String.raw`Each parameter has a velocity $v$, which remembers earlier gradients, and moves against it, $\eta$ times as far. In the first step the velocity is the gradient.`;
    case 'adam': {
      if (first?.move.kind !== 'adam') return '';
      const { correction1, correction2 } = first.move;
      const c1 = `c_1 = ${equation([`1 - 0.9^{${step}}`, latexNumber(correction1)])}`;
      const c2 = `c_2 = ${equation([`1 - 0.999^{${step}}`, latexNumber(correction2)])}`;
      return `Adam keeps two running means of each parameter’s gradient: $m$ of the gradient, $s$ of its square. Since both began at 0, they are corrected: in step ${step} by $${c1}$ and $${c2}$.`;
    }
  }
}

/** The formulas of one parameter's update, in order. */
export function updateFormulas(latex: StepLatex, update: Update): readonly string[] {
  const { node, before, learningRate, gradient, after, move } = update;
  const name = latex.name(node);
  const slope = latex.gradient(node);
  const [eta, g] = [latexNumber(learningRate), enclosed(latexNumber(gradient))];
  const moved = (symbols: string, numbers: string) =>
    equation([
      String.raw`${name} \leftarrow ${name} - ${symbols}`,
      `${latexNumber(before)} - ${numbers}`,
      latexNumber(after),
    ]);
  switch (move.kind) {
    case 'sgd':
      return [moved(String.raw`\eta \cdot ${slope}`, String.raw`${eta} \cdot ${g}`)];
    case 'momentum': {
      const { velocityBefore, velocity } = move;
      const v = latexNumber(velocity);
      return [
        velocityBefore === null
          ? equation([String.raw`v \leftarrow ${slope}`, v])
          : equation([
              String.raw`v \leftarrow 0.9 \cdot v + ${slope}`,
              String.raw`0.9 \cdot ${enclosed(latexNumber(velocityBefore))} + ${g}`,
              v,
            ]),
        moved(String.raw`\eta \cdot v`, String.raw`${eta} \cdot ${enclosed(v)}`),
      ];
    }
    case 'adam': {
      const { firstBefore, first, secondBefore, second, correction1, correction2 } = move;
      const square = String.raw`\left(${slope}\right)^2`;
      const root = String.raw`\sqrt{${latexNumber(second)}} / \sqrt{${latexNumber(correction2)}} + 10^{-8}`;
      return [
        equation([
          String.raw`m \leftarrow 0.9 \cdot m + 0.1 \cdot ${slope}`,
          String.raw`0.9 \cdot ${enclosed(latexNumber(firstBefore))} + 0.1 \cdot ${g}`,
          latexNumber(first),
        ]),
        equation([
          String.raw`s \leftarrow 0.999 \cdot s + 0.001 \cdot ${square}`,
          String.raw`0.999 \cdot ${latexNumber(secondBefore)} + 0.001 \cdot {${squared(gradient)}}^2`,
          latexNumber(second),
        ]),
        moved(
          String.raw`\frac{\eta}{c_1} \cdot \frac{m}{\sqrt{s} / \sqrt{c_2} + 10^{-8}}`,
          String.raw`\frac{${eta}}{${latexNumber(correction1)}} \cdot \frac{${latexNumber(first)}}{${root}}`,
        ),
      ];
    }
  }
}

/** A number before a power. */
function squared(value: number): string {
  const written = latexNumber(value);
  return /^-|cdot/.test(written) ? `(${written})` : written;
}
