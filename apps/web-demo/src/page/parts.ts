/** The parts of the page, one of which is visible; the last one has no button, but an address: `?check`. */
const PARTS = ['draw', 'train', 'check'] as const;

/** A part of the page. */
export type Part = (typeof PARTS)[number];

/** Lets the buttons of the navigation change between the parts; `onShow` is called for the one that is shown. */
export function followParts(onShow: (part: Part) => void): (part: Part) => void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-part]')];
  const show = (part: Part) => {
    for (const name of PARTS) (document.getElementById(name) as HTMLElement).hidden = name !== part;
    for (const button of buttons) {
      if (button.dataset.part === part) button.setAttribute('aria-current', 'page');
      else button.removeAttribute('aria-current');
    }
    onShow(part);
  };
  for (const button of buttons) button.addEventListener('click', () => show(button.dataset.part as Part));
  return show;
}
