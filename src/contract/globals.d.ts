// What browsers, Electron and Node all have, though it is not part of the language.
declare function btoa(data: string): string;
declare function atob(data: string): string;
