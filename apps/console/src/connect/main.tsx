import { mount } from '../theme/mount.tsx';
import { ConnectApp } from './connect-app.tsx';
import { readToken, takeLink } from './state/link.ts';

const link = takeLink({
  path: location.pathname,
  fragment: location.hash,
  storage: () => sessionStorage,
  hideFragment: () => history.replaceState(history.state, '', location.pathname),
});
// The same link opened where its page is shown already changes nothing but the fragment.
addEventListener('hashchange', () => {
  if (readToken(location.hash) !== null) location.reload();
});

mount(<ConnectApp link={link} />);
