/** The version of a containerd configuration file, which decides the names of its tables. */
export enum ContainerdConfigVersion {
  /** For main files of version 2, as containerd 1 has them: the tables of `io.containerd.grpc.v1.cri`. containerd 2 reads such a file too. */
  V2 = 2,

  /** For main files of version 3 or 4, as containerd 2 writes them: the tables of `io.containerd.cri.v1.runtime`. */
  V3 = 3,
}

/** What runs containerd on the nodes, and so where its configuration is. */
export enum ContainerdDistribution {
  /** containerd as a service of its own, as kubeadm and most clouds have it. */
  CONTAINERD = 'containerd',

  /** k3s, whose agent makes the configuration at each start, from a template where there is one. */
  K3S = 'k3s',

  /** RKE2, which does as k3s does, below a path of its own. */
  RKE2 = 'rke2',

  /** MicroK8s, which makes the configuration from a template of its own at each start. */
  MICROK8S = 'microk8s',

  /** k0s, which imports every file of a folder. */
  K0S = 'k0s',
}

/** How the tables reach containerd. */
export enum ContainerdConfigForm {
  /**
   * Tables for the end of a file that is there, to be added once. The file must be of the same version; with a second copy of a
   * table containerd does not start.
   */
  APPENDIX = 'appendix',

  /**
   * A whole file with its version, replaced as a whole, which the main file imports. The main file needs a line `imports` for it, but on
   * k3s, RKE2 and k0s, and may not be of a lower version.
   */
  DROP_IN = 'drop-in',

  /** A template of k3s and RKE2, which begins with what they would write themselves. */
  TEMPLATE = 'template',
}
