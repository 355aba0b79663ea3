import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Of Math only what gives the same bits on every machine (the others differ between machines and V8 versions). */
const EXACT_MATH = 'abs|sqrt|floor|min|max|imul|fround|clz32';

const noEngineInRenderer = {
  group: ['**/engine/**', '**/main/**', '**/preload/**', 'node:*', 'electron'],
  message: 'The renderer knows the contract only.',
};

export default ts.config(
  // The last is what a build writes beside its configuration for a moment.
  {
    ignores: [
      'electron.vite.config.ts.*',
      'out/',
      'dist/',
      'node_modules/',
      'test-results/',
      'playwright-report/',
    ],
  },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', '*.cjs'] },
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      // Index access is unchecked at run time: `as number` says that the index is in range.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // x !== x is how code without a library asks for NaN.
      'no-self-compare': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, svelteConfig },
    },
    // The types of a component's properties are known to svelte-check only, which checks these.
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
    },
  },
  {
    files: ['src/renderer/**'],
    languageOptions: { globals: globals.browser },
    // dependency-cruiser does not see `import type` inside .svelte files.
    rules: { 'no-restricted-imports': ['error', { patterns: [noEngineInRenderer] }] },
  },
  {
    files: ['src/engine/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
        { selector: "BinaryExpression[operator='**']", message: 'Use power() of ops.ts.' },
        { selector: "AssignmentExpression[operator='**=']", message: 'Use power() of ops.ts.' },
        {
          selector: `MemberExpression[object.name='Math']:not([property.name=/^(${EXACT_MATH})$/])`,
          message: 'This function of Math differs between machines.',
        },
      ],
      'no-restricted-globals': ['error', 'Date', 'performance', 'setTimeout', 'crypto', 'fetch'],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs', '*.config.ts'],
    ...ts.configs.disableTypeChecked,
    languageOptions: { globals: globals.node, parserOptions: { projectService: false } },
    rules: {
      ...ts.configs.disableTypeChecked.rules,
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
  {
    files: ['tests/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  prettier,
  ...svelte.configs.prettier,
);
