// The facilitator's console.
import "./desk.js";
import "../morphing.js";
import "../live.js";
import "../console.js";
import "../notes.js";
import "../combobox.js";
import "../talk_order.js";
