import { createPortalConnector } from './connector.ts';
import { harborDemo } from './recipes/harbor-demo.ts';
import { lindenDemo } from './recipes/linden-demo.ts';
import { ridgelineDemo } from './recipes/ridgeline-demo.ts';

/** The portal connector with all recipes of the house. A new recipe is added here. */
export const portalConnector = createPortalConnector([harborDemo, lindenDemo, ridgelineDemo]);
