import theme from "vitepress/theme";
import "./jumar.css";

export default theme;
