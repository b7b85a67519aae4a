import { createServer } from 'node:http';
import { readFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from '/work/main/tools/browser-tests/harness/launch-browser.ts';
const root='/work/main/apps/web-demo/dist';
const types:any={html:'text/html; charset=utf-8',js:'text/javascript',css:'text/css',svg:'image/svg+xml',png:'image/png',wasm:'application/wasm'};
const model=process.env.MODEL;
const server=createServer((q,r)=>{const p=decodeURIComponent(new URL(q.url!,'http://x').pathname);let f=path.join(root,p==='/'?'index.html':p); if(p==='/m.safetensors'&&model) f=model; if(!existsSync(f)){r.writeHead(404).end();return;} r.writeHead(200,{'content-type':types[f.split('.').at(-1)!]??'application/octet-stream','Cross-Origin-Opener-Policy':'same-origin','Cross-Origin-Embedder-Policy':'require-corp'}).end(q.method==='HEAD'?undefined:readFileSync(f));}).listen(0,'127.0.0.1');
await new Promise(r=>server.once('listening',r)); const base=`http://127.0.0.1:${(server.address() as any).port}/`;
const b=await launchBrowser();
const only=process.argv[2];
for(const [name,w,h,scheme,dpr] of [['desk-light',1280,860,'light',1],['desk-dark',1280,860,'dark',1],['phone-light',390,844,'light',2],['phone-dark',390,844,'dark',2]] as any){
 if(only&&!name.includes(only))continue;
 const ctx=await b.newContext({viewport:{width:w,height:h},colorScheme:scheme,deviceScaleFactor:dpr,hasTouch:name.startsWith('phone')});
 const page=await ctx.newPage();
 page.on('console',m=>console.log(name,m.type(),m.text()));page.on('pageerror',e=>console.log(name,'ERR',e.message,e.stack));
 await page.goto(base+(model?'?model=m.safetensors':'')); await page.waitForTimeout(800);
 if(model) await page.waitForFunction(()=>Number((document.getElementById('result') as any).dataset.translations)>0,null,{timeout:60000}).catch(e=>console.log(e.message));
 if(process.env.DRAW){
  const box=(await page.locator('#drawing').boundingBox())!;
  const P=(x:number,y:number)=>[box.x+x*box.width,box.y+y*box.height] as const;
  const circle=async(cx:number,cy:number,r:number,a0=0,a1=6.35)=>{let [x,y]=P(cx+r*Math.cos(a0),cy+r*Math.sin(a0));await page.mouse.move(x,y);await page.mouse.down();for(let i=1;i<=40;i++){const a=a0+(a1-a0)*i/40;[x,y]=P(cx+r*Math.cos(a),cy+r*Math.sin(a));await page.mouse.move(x,y);}await page.mouse.up();};
  await circle(.5,.5,.33);await circle(.38,.43,.03);await circle(.62,.43,.03);await circle(.5,.5,.2,.3,2.85);
  await page.waitForTimeout(1500);
 }
 await page.screenshot({path:`/tmp/wd/${process.env.TAG??''}${name}.png`});
 if(process.env.TRAIN){await page.click('[data-part=train]');await page.waitForTimeout(500);await page.screenshot({path:`/tmp/wd/train-${name}.png`});}
 await ctx.close();
}
await b.close();server.close();
