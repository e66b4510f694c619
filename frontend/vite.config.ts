import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// One file per island under fixed names: the server's own manifest adds the hashes.
export default defineConfig({
  plugins: [react()],
  base: "./",
  build: {
    outDir: "../static/islands",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    rollupOptions: {
      input: { processes: "src/main.tsx" },
      output: { entryFileNames: "[name].js", assetFileNames: "[name][extname]" },
    },
  },
});
