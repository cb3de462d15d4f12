// @ts-check
import { App } from './app.js';

const app = new App(document);
app.run();
