// @ts-check

/**
 * An element with what belongs into it.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, any>} [properties]
 * @param {(Node|string)[]} inside
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, properties = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes('-') || key === 'role' || key === 'for') element.setAttribute(key, value);
    else /** @type {any} */ (element)[key] = value;
  }
  element.append(...inside);
  return element;
}

/**
 * Sets a text only when it is another: less work, and nothing is read out twice.
 * @param {Element} element
 * @param {string} text
 */
export function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
