/** The version of a containerd configuration file, which decides the names of its tables. */
export enum ContainerdConfigVersion {
  /** For containerd 1: the tables of `io.containerd.grpc.v1.cri`. containerd 2 reads it too, where the whole file is of this version. */
  V2 = 2,

  /** For containerd 2: the tables of `io.containerd.cri.v1.runtime`. */
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
   * Tables for the end of a file that is there, to be added once. The file must be of the same version; a second copy of the
   * tables stops containerd.
   */
  APPENDIX = 'appendix',

  /** A whole file with its version, which the main file imports. */
  DROP_IN = 'drop-in',

  /** A template of k3s and RKE2, which begins with what they would write themselves. */
  TEMPLATE = 'template',
}
