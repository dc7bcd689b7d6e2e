import { useRouterState } from '@tanstack/react-router';
import { PageLink } from '../routing/page-link.tsx';
import { listNavigation, type NavigationItem } from '../routing/page-list.ts';
import { useTenancy } from '../tenants/tenancy.tsx';
import classes from './navigation.module.css';

/** The pages by what they are about. */
export function Navigation() {
  const { environment, can } = useTenancy();
  // The router's own paths begin below the environment.
  const here = useRouterState({ select: (state) => state.location.pathname });
  const sections = Map.groupBy(listNavigation(environment, can), ({ navigation }) => navigation.section);
  return (
    <nav className={classes.navigation} aria-label="Pages">
      {[...sections].map(([section, items]) => (
        <div key={section} className={classes.section}>
          <div className={classes.title} id={`navigation-${section}`}>
            {section}
          </div>
          <ul className={classes.list} aria-labelledby={`navigation-${section}`}>
            {items.map((item) => (
              <li key={item.path}>
                <Entry item={item} isHere={isAt(item.path, here)} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Entry({ item, isHere }: { readonly item: NavigationItem; readonly isHere: boolean }) {
  const { icon: Icon, label } = item.navigation;
  return (
    <span className={classes.entry} data-here={isHere || undefined}>
      <PageLink to={item.path} className={classes.link}>
        <Icon size={18} stroke={1.7} aria-hidden />
        {label}
      </PageLink>
    </span>
  );
}

function isAt(path: string, here: string): boolean {
  return path === '/' ? here === '/' : here === path || here.startsWith(`${path}/`);
}
