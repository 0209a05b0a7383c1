// A participant's sheet.
import "./desk.js";
import "../morphing.js";
import "../live.js";
import "../phone.js";
