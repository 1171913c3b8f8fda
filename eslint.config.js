import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

/** Bans with a signpost: each message says where the thing belongs. */
const electronIpc = {
  name: 'electron',
  importNames: ['ipcMain', 'ipcRenderer'],
  message: 'IPC lives in src/main/ipc.ts and src/preload/ only; everything else speaks the contract over the port.',
}
const childProcess = {
  name: 'node:child_process',
  message: 'Programs are started in src/engine/programs.ts and src/demo/supervisor.ts only.',
}
const imports = (...paths) => ({ 'no-restricted-imports': ['error', { paths }] })
const syntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  {
    selector: "CallExpression[callee.property.name='openExternal']",
    message: 'Links leave through src/main/external.ts, which checks them.',
  },
]

export default tseslint.config(
  { ignores: ['node_modules/', 'out/', 'dist/', 'test/fixtures/', '**/*.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parser: vueParser,
      parserOptions: {
        parser: tseslint.parser,
        project: ['tsconfig.pure.json', 'tsconfig.node.json', 'tsconfig.web.json'],
        extraFileExtensions: ['.vue'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...imports(electronIpc, childProcess),
      'no-restricted-syntax': ['error', ...syntax],
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-closing-bracket-newline': 'off',
    },
  },
  { files: ['src/main/ipc.ts', 'src/preload/**'], rules: imports(childProcess) },
  { files: ['src/engine/programs.ts', 'src/demo/supervisor.ts', 'test/**', 'bench/**'], rules: imports(electronIpc) },
  { files: ['src/main/external.ts'], rules: { 'no-restricted-syntax': ['error', syntax[0]] } },
  {
    files: ['*.config.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off', 'no-console': 'off' },
  },
  { files: ['scripts/**', '*.js', '*.mjs', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['scripts/**', '*.js', '**/*.mjs'],
    rules: {
      'no-console': 'off',
      'no-restricted-imports': 'off',
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-unused-vars': 'error',
    },
    languageOptions: { parserOptions: { project: false } },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
)
