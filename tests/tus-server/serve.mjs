// npm's tus server as its README shows it, for comparison: node serve.mjs PORT FOLDER
import { createServer } from 'node:http';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';

const [port, directory] = process.argv.slice(2);
const tus = new Server({ path: '/api/uploads', datastore: new FileStore({ directory }) });
createServer((request, response) => {
  if (request.url === '/ready') response.end('ok');
  else tus.handle(request, response);
}).listen(Number(port), '127.0.0.1');
