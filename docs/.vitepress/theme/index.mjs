import "./jumar.css";
import theme from "vitepress/theme";

export default theme;
