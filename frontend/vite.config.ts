import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// One file per island under fixed names: the server's own manifest adds the hashes.
export default defineConfig({
  plugins: [react()],
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: "../static/islands",
    emptyOutDir: true,
    target: "es2022",
    cssCodeSplit: false,
    lib: { entry: { processes: "src/main.tsx" }, formats: ["es"], cssFileName: "processes" },
    rollupOptions: { output: { entryFileNames: "[name].js", assetFileNames: "[name][extname]" } },
  },
});
