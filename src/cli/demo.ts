import type { Command } from './command.ts';
export const demoCommand: Command = { name: 'demo', summary: 'the demo city', help: '', run: async () => 0 };
