import { Delivery } from './delivery';

/** The delivery of each layout: users see the layout alone. */
const deliveries = new WeakMap<object, Delivery>();

export function setDelivery(layout: object, delivery: Delivery): void {
  deliveries.set(layout, delivery);
}

export function deliveryOf(layout: object): Delivery {
  return deliveries.get(layout)!;
}
