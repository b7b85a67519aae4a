// Unpacks the pinned Chromium into the folder that TMPDIR names.
import chromium from '@sparticuz/chromium';

await chromium.executablePath();
