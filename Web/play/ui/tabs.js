// @ts-check
import { make } from './make.js';

/** Two or more pages, of which one is shown; arrow keys go from tab to tab. */
export class Tabs {
  /**
   * @param {string} id
   * @param {string[]} names
   * @param {() => void} changed
   */
  constructor(id, names, changed) {
    this.chosen = 0;
    this.changed = changed;
    this.page = make('div', { id: `${id}-page`, role: 'tabpanel', className: 'page' });
    this.tabs = names.map((name, index) => {
      const tab = make('button', {
        type: 'button', role: 'tab', id: `${id}-tab-${index}`, 'aria-controls': `${id}-page`,
      }, name);
      tab.addEventListener('click', () => this.choose(index));
      return tab;
    });
    this.list = make('div', { role: 'tablist', className: 'tabs' }, ...this.tabs);
    this.list.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      this.choose((this.chosen + step + names.length) % names.length);
      this.tabs[this.chosen].focus();
      event.preventDefault();
      event.stopPropagation();
    });
    this.mark();
  }

  /** @param {number} index */
  choose(index) {
    this.chosen = index;
    this.mark();
    this.changed();
  }

  mark() {
    this.tabs.forEach((tab, index) => {
      tab.setAttribute('aria-selected', String(index === this.chosen));
      tab.tabIndex = index === this.chosen ? 0 : -1;
    });
    this.page.setAttribute('aria-labelledby', this.tabs[this.chosen].id);
  }
}
