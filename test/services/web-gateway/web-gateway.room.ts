import { testsIn } from "../../support/tests-in";

testsIn(__dirname);
