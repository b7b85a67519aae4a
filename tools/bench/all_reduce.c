/* The same buffers as all-reduce-process.ts averages, averaged by C: milliseconds of each call as a line of JSON. */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  /* warm-up calls, timed calls, and the length of every buffer */
  MPI_Init(&argc, &argv);
  int rank, size;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  int warmup = atoi(argv[1]), steps = atoi(argv[2]), count = argc - 3;
  float **buffers = malloc(count * sizeof *buffers);
  for (int i = 0; i < count; i++) {
    int length = atoi(argv[3 + i]);
    buffers[i] = malloc(length * sizeof(float));
    for (int k = 0; k < length; k++) buffers[i][k] = 1;
  }
  if (rank == 0) printf("[");
  for (int call = 0; call < warmup + steps; call++) {
    MPI_Barrier(MPI_COMM_WORLD);
    double start = MPI_Wtime();
    for (int i = 0; i < count; i++) {
      int length = atoi(argv[3 + i]);
      MPI_Allreduce(MPI_IN_PLACE, buffers[i], length, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
      for (int k = 0; k < length; k++) buffers[i][k] /= size;
    }
    MPI_Barrier(MPI_COMM_WORLD);
    double ms = (MPI_Wtime() - start) * 1000;
    if (rank == 0 && call >= warmup) printf("%s%.3f", call > warmup ? "," : "", ms);
  }
  if (rank == 0) printf("]\n");
  MPI_Finalize();
  return 0;
}
