// What Vite makes of imports with a question mark.
declare module "*?worker&inline" {
  const constructor: new (options?: { name?: string }) => Worker;
  export default constructor;
}

declare module "*?url" {
  const address: string;
  export default address;
}

declare module "*?raw" {
  const text: string;
  export default text;
}

interface ImportMeta {
  glob(pattern: string, options: { query: "?raw"; import: "default"; eager: true }): Record<string, string>;
}
