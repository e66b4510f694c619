// The one module that pages load; it brings the behaviors, each wired by data- attributes.
import "../vendor/bootstrap.min.js";
import "./toast.js";
import "./requests.js";
import "./frame.js";
import "./palette.js";
import "./confirm.js";
import "./drawer.js";
import "./forms.js";
import "./list.js";
import "./combobox.js";
import "./time.js";
import "./chart.js";
import "./sound.js";
import "./scroll.js";
