declare module '*.py?raw' {
  const text: string;
  // eslint-disable-next-line no-restricted-syntax -- that is how Vite hands over a file's text
  export default text;
}

declare module '*.css?raw' {
  const text: string;
  // eslint-disable-next-line no-restricted-syntax -- that is how Vite hands over a file's text
  export default text;
}
