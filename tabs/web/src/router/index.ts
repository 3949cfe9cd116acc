export { type Place, subPageOf } from "./route";
export { useNavigation, useRoute } from "./router-context";
export { RouterProvider } from "./router";
