// Measures, in the browser, the contrast of every text with what is behind it (WCAG 2.2, 1.4.3).
import type { Page } from 'playwright-core';

/** A text on a page, with the colours it is shown in: three parts each, 0 to 255. */
interface Shown {
  text: string;
  colour: [number, number, number];
  ground: [number, number, number];
}

/** Runs in the page. The first colour behind a text that is not transparent is its ground; the pages know no half tones. */
const collect = `(() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const groundOf = (element) => {
    if (element === null) return [255, 255, 255];
    const [red, green, blue, alpha = 1] = parts(getComputedStyle(element).backgroundColor);
    return alpha === 0 ? groundOf(element.parentElement) : [red, green, blue];
  };
  const written = (element) => element.value ?? [...element.childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join('').trim();
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.type !== 'hidden' && element.type !== 'radio')
    .map((element) => ({ element, text: element.tagName === 'BUTTON' ? element.textContent : written(element) }))
    .filter(({ text }) => typeof text === 'string' && text !== '')
    .map(({ element, text }) => ({
      text, colour: parts(getComputedStyle(element).color).slice(0, 3), ground: groundOf(element),
    }));
})()`;

function luminance(colour: [number, number, number]): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** The texts of a page with the contrast of each, 1 to 21. */
export async function contrasts(page: Page): Promise<{ text: string; contrast: number }[]> {
  const shown = await page.evaluate<Shown[]>(collect);
  return shown.map(({ text, colour, ground }) => {
    const [dark = 0, light = 0] = [luminance(colour), luminance(ground)].sort((a, b) => a - b);
    return { text, contrast: (light + 0.05) / (dark + 0.05) };
  });
}
