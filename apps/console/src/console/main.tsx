import { App } from '../shell/app.tsx';
import { mount } from '../theme/mount.tsx';

mount(<App />);
