// Reads a push message as a browser would: npm's http_ece over what the host sent. In: {"body","key","auth"}, base64url; out: the plain text.
import { createECDH } from 'node:crypto';
import ece from 'http_ece';

const asked = JSON.parse(await new Response(process.stdin).text());
const browser = createECDH('prime256v1');
browser.setPrivateKey(Buffer.from(asked.key, 'base64url'));
process.stdout.write(ece.decrypt(Buffer.from(asked.body, 'base64url'), { version: 'aes128gcm', privateKey: browser, authSecret: asked.auth }));
