import { mount } from '../theme/mount.tsx';
import { App } from './app.tsx';

mount(<App />);
