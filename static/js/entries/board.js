// The agenda as a board.
import "./desk.js";
import "../board.js";
