import { Component, type ReactNode } from "react";
import { Problem } from "./problem";

/** Shows a way forward where a bug would leave an empty page. */
export class Barrier extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Problem error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
