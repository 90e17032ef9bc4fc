import { createContext, useContext } from 'react';

/** What a bar needs to know of the place it is in. */
export interface PlaceControls {
  /** Opens the sidebar where it is a drawer. */
  readonly openSidebar: () => void;
  /** What the sidebar holds, for the button that opens it. */
  readonly sidebarLabel: string;
}

export const PlaceContext = createContext<PlaceControls | null>(null);
export const usePlace = (): PlaceControls | null => useContext(PlaceContext);
