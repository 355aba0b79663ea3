import type { LabPage } from './lab-page';

/** Elements with a digit that are seen smaller than 20 px, as they stand on the screen. */
export function smallNumbers(lab: LabPage): Promise<string[]> {
  return lab.page.evaluate(() => {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const element = text.parentElement;
      if (!element || !/\d/.test(text.textContent ?? '') || element.closest('math, option'))
        continue;
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const hidden = element.closest('.visually-hidden') !== null || style.clipPath !== 'none';
      if (hidden || box.width <= 1 || style.visibility === 'hidden') continue;
      // Cards and chips are drawn at the graph's zoom.
      const scale = element instanceof HTMLElement ? box.width / element.offsetWidth || 1 : 1;
      const size = Number.parseFloat(style.fontSize) * scale;
      if (size < 19.5) found.push(`${text.textContent ?? ''}: ${size.toFixed(1)} px`);
    }
    return found;
  });
}
