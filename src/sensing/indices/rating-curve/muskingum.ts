/** Muskingum (马斯京根) routing of a reach: `travel` is K and `step` Δt in the same unit; `weight` is x, 0 to 0.5. */
export interface Reach {
  readonly travel: number;
  readonly weight: number;
  readonly step: number;
}

export interface RoutingCoefficients {
  readonly c0: number;
  readonly c1: number;
  readonly c2: number;
  /** 2Kx ≤ Δt ≤ 2K(1 − x): outside this range flows can become negative. */
  readonly stable: boolean;
}

export const routingCoefficients = ({ travel, weight, step }: Reach): RoutingCoefficients => {
  const [twiceKx, rest] = [2 * travel * weight, 2 * travel * (1 - weight)];
  const denominator = rest + step;
  return {
    c0: (step - twiceKx) / denominator,
    c1: (step + twiceKx) / denominator,
    c2: (rest - step) / denominator,
    stable: twiceKx <= step && step <= rest,
  };
};

/** Outflow for each inflow, in the same unit: O₂ = C₀·I₂ + C₁·I₁ + C₂·O₁, beginning with `firstOutflow`. */
export const routeFlow = (reach: Reach, inflow: readonly number[], firstOutflow: number): number[] => {
  const { c0, c1, c2 } = routingCoefficients(reach);
  const outflow: number[] = [];
  for (const [n, into] of inflow.entries()) {
    outflow.push(n === 0 ? firstOutflow : c0 * into + c1 * inflow[n - 1]! + c2 * outflow[n - 1]!);
  }
  return outflow;
};
