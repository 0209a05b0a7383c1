// The grid for answers from paper.
import "./desk.js";
import "../paper.js";
