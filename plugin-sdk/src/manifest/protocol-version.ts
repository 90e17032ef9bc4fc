/** The wire protocol between host and plugin process that this SDK speaks. */
export const protocolVersion = 1;
