export { isShort, patchBoard, summarize } from "./columns";
export { MoveMenu } from "./move-menu";
export { MovesProvider, useMoves } from "./moves";
export { keepUnderWay, type Movable, withoutUnderWay } from "./under-way";
