import { useEffect, useState } from "react";

const choices = { system: "As the system", light: "Light", dark: "Dark" };

/** Light or dark; kept by the browser. */
export function Theme() {
  const [theme, setTheme] = useState(() => stored() ?? "system");
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("pangea-theme", theme);
    } catch {
      // A browser that keeps nothing still shows it.
    }
  }, [theme]);
  return (
    <label className="theme"><span className="hidden">Colours</span>
      <select value={theme} onChange={(event) => setTheme(event.target.value)}>
        {Object.entries(choices).map(([key, text]) => <option key={key} value={key}>{text}</option>)}
      </select>
    </label>
  );
}

function stored() {
  try {
    const found = localStorage.getItem("pangea-theme");
    return found in choices ? found : null;
  } catch {
    return null;
  }
}
