// Listens on 127.0.0.1 wherever a server names no address: the playground would else be open to the network.
const { Server } = require("node:net");

const listen = Server.prototype.listen;

Server.prototype.listen = function (first, ...rest) {
  if (typeof first === "number" || typeof first === "string") {
    const named = typeof rest[0] === "string";
    return named ? listen.call(this, first, ...rest) : listen.call(this, first, "127.0.0.1", ...rest);
  }
  if (first && typeof first === "object" && "port" in first && !first.host) {
    return listen.call(this, { ...first, host: "127.0.0.1" }, ...rest);
  }
  return listen.call(this, first, ...rest);
};
