// @ts-check
// Oneself in the server's words: the vitals are left out while nothing of them changes.

const kept = [
  'health', 'healthMax', 'mana', 'manaMax', 'level', 'experience', 'experienceNext', 'kills',
  'state', 'respawnMs', 'cooldown', 'speed', 'corrections',
  'timePercent',
];

/**
 * How fast time goes in the region, in percent.
 * @param {{timePercent?: number}} own
 * @returns {number}
 */
export function timePercent(own) {
  return own.timePercent || 100;
}

/**
 * The state with the vitals that were told last, where this one tells none.
 * @param {any} own as it came
 * @param {any} before the completed one before; null at first
 * @returns {any}
 */
export function completed(own, before) {
  if (own.healthMax || !before) return own;
  const whole = { ...own };
  for (const key of kept) whole[key] = before[key];
  return whole;
}
