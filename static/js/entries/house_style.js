// The page on which the house style is chosen.
import "./desk.js";
import "../house_style.js";
