import { answerPage } from './answer-page.js';

answerPage();
